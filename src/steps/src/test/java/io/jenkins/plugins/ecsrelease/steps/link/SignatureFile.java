package io.jenkins.plugins.ecsrelease.steps.link;

import io.jenkins.plugins.ecsrelease.steps.link.KnownType.Member;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signatures of the real Jenkins: a line for a type ({@code [modifiers] class|interface|enum|annotation NAME < SUPER :
 * INTERFACES}), after it one for each public or protected member ({@code  m [modifiers] name(descriptor)}, {@code  f
 * [modifiers] name descriptor}).
 */
final class SignatureFile {

    /** What is carried in the project: the types of the slice and all that they are derived from. */
    static final String CARRIED = "jenkins-2.528.3.signatures";

    private static final Set<String> KINDS = Set.of("class", "interface", "enum", "annotation");

    private final Map<String, KnownType> types = new LinkedHashMap<>();
    private final Map<String, List<String>> text = new LinkedHashMap<>();

    static SignatureFile carried() {
        try (InputStream in = SignatureFile.class.getResourceAsStream("/" + CARRIED)) {
            return read(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static SignatureFile read(InputStream in) throws IOException {
        SignatureFile file = new SignatureFile();
        List<String> block = new ArrayList<>();
        for (String line : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (!line.startsWith(" ")) {
                file.add(block);
                block = new ArrayList<>();
            }
            block.add(line);
        }
        file.add(block);
        return file;
    }

    Optional<KnownType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** The lines of one type, as they stood in the file. */
    List<String> lines(String name) {
        return text.getOrDefault(name, List.of());
    }

    private void add(List<String> block) {
        if (block.isEmpty()) {
            return;
        }
        String[] words = block.get(0).split(" ");
        Set<String> modifiers = new HashSet<>();
        int at = 0;
        while (!KINDS.contains(words[at])) {
            modifiers.add(words[at++]);
        }
        String kind = words[at++];
        String name = words[at++];
        String parent = words[++at];
        List<String> interfaces = new ArrayList<>();
        for (int i = at + 2; i < words.length; i++) {
            interfaces.add(words[i]);
        }
        List<Member> members = new ArrayList<>();
        block.subList(1, block.size()).forEach(line -> members.add(member(line)));
        types.put(name, new KnownType(name, kind, modifiers, parent, interfaces, members));
        text.put(name, block);
    }

    private static Member member(String line) {
        String[] words = line.trim().split(" ");
        boolean method = words[0].equals("m");
        int nameAt = method ? words.length - 1 : words.length - 2;
        Set<String> modifiers = new HashSet<>();
        for (int i = 1; i < nameAt; i++) {
            modifiers.add(words[i]);
        }
        if (!method) {
            return new Member('f', modifiers, words[nameAt], words[nameAt + 1]);
        }
        int bracket = words[nameAt].indexOf('(');
        return new Member('m', modifiers, words[nameAt].substring(0, bracket), words[nameAt].substring(bracket));
    }
}
