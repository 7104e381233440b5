package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** An order that goes on only with images that have what is required of them. */
public interface Requiring {

    /** Of {@link ImageProofs#SIGNATURE} and {@link ImageProofs#SBOM}; sorted, each once. */
    List<String> require();

    /** The same order, requiring these beside its own. */
    Record andRequiring(Collection<String> words);

    /**
     * Words as they are saved: in small letters, each once, sorted.
     *
     * @throws IllegalArgumentException for a word that is none of them: it must never mean that nothing is required
     */
    static List<String> words(Collection<String> words) {
        List<String> known = List.of(ImageProofs.SIGNATURE, ImageProofs.SBOM);
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
