package io.jenkins.plugins.ecsrelease.engine.health;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text of AWS means.
 *
 * @param text found anywhere in what AWS says, in any case
 * @param sentence the cause and its remedy; {1|otherwise} stands for a group of the text, and for "otherwise" where it is empty
 */
record Cause(Pattern text, String sentence) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)\\|([^}]*)}");

    Cause(String text, String sentence) {
        this(Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), sentence);
    }

    /** The sentence, where this is what AWS says. */
    Optional<String> of(String said) {
        Matcher matcher = text.matcher(said);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(PLACE.matcher(sentence).replaceAll(place -> {
            String found = matcher.group(Integer.parseInt(place.group(1)));
            return Matcher.quoteReplacement(found == null ? place.group(2) : found);
        }).replace("  ", " "));
    }
}
