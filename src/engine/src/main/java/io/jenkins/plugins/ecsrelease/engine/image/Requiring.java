package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** An order that goes on only with what is required: of images, and of the roles that they run with. */
public interface Requiring {

    /** That the application's role is another one than the role that starts it; of a deployment. */
    String ROLES = "roles";

    /** Of {@link ImageProofs#SIGNATURE}, {@link ImageProofs#SBOM} and {@link #ROLES}; sorted, each once. */
    List<String> require();

    /** What is required of each image. */
    default List<String> proofs() {
        return require().stream().filter(word -> !word.equals(ROLES)).toList();
    }

    /** The same order, requiring these beside its own. */
    Record andRequiring(Collection<String> words);

    /**
     * Words as they are saved: in small letters, each once, sorted.
     *
     * @throws IllegalArgumentException for a word that is none of them: it must never mean that nothing is required
     */
    static List<String> words(Collection<String> words) {
        List<String> known = List.of(ImageProofs.SIGNATURE, ImageProofs.SBOM, ROLES);
        return words == null ? List.of() : words.stream()
                .filter(word -> word != null && !word.isBlank())
                .map(word -> word.trim().toLowerCase(Locale.ROOT))
                .peek(word -> {
                    if (!known.contains(word)) {
                        throw new IllegalArgumentException("'require' is '" + word + "', which is none of its values: " + String.join(", ", known) + ".");
                    }
                })
                .distinct().sorted().toList();
    }

    /** Words in one text, with commas between; null or empty for none. */
    static List<String> words(String text) {
        return text == null ? List.of() : words(List.of(text.split(",")));
    }
}
