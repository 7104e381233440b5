package io.jenkins.plugins.ecsrelease.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A line of {@code reviewed-libraries.txt}.
 *
 * @param name group and artifact
 * @param known ids that were known of some version of it; "-" for none
 */
record Reviewed(String scope, String name, String version, String known) {

    static List<Reviewed> all() throws IOException {
        String text = new String(Reviewed.class.getResourceAsStream("/reviewed-libraries.txt").readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(" ", 4))
                .map(words -> new Reviewed(words[0], words[1], words[2], words[3])).toList();
    }

    /** "group:artifact version" of those in these scopes. */
    static Set<String> in(String... scopes) throws IOException {
        return all().stream().filter(each -> Set.of(scopes).contains(each.scope())).map(each -> each.name() + " " + each.version())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
