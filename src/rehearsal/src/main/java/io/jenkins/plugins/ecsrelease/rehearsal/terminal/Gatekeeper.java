package io.jenkins.plugins.ecsrelease.rehearsal.terminal;

import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Approvals;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Parameter;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Answers the gates: as the command line says, or by asking whoever sits at the terminal. */
public final class Gatekeeper implements Approvals {

    private final Terminal terminal;
    private final String approver;
    private final boolean reject;
    private final BufferedReader person;
    private final Map<String, String> answers;
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    /**
     * @param approver who approves every gate; empty to ask
     * @param reject whether every gate is refused, by {@code approver} or by "somebody"
     * @param person where a person types; null when nobody does
     * @param answers to a gate's parameters, by name; the others keep their preset
     */
    public Gatekeeper(Terminal terminal, String approver, boolean reject, BufferedReader person, Map<String, String> answers) {
        this.terminal = terminal;
        this.approver = approver;
        this.reject = reject;
        this.person = person;
        this.answers = Map.copyOf(answers);
    }

    @Override
    public void ask(Gate gate, Consumer<Decision> answer) {
        open.add(gate.key());
        Thread thread = new Thread(() -> decide(gate, answer), "gate " + gate.id());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void withdraw(String key) {
        open.remove(key);
    }

    private void decide(Gate gate, Consumer<Decision> answer) {
        Decision decision;
        try {
            show(gate);
            decision = reject || !approver.isEmpty() ? given(gate) : asked(gate);
        } catch (IOException | RuntimeException e) {
            terminal.say(terminal.ink().bad("Nobody can be asked: " + e.getMessage()));
            decision = new Decision(false, "nobody", Map.of());
        }
        if (open.remove(gate.key())) {
            answer.accept(decision);
        }
    }

    private void show(Gate gate) {
        Ink ink = terminal.ink();
        for (String line : gate.message().split("\n")) {
            terminal.line("", ink.note("┃ ") + line);
        }
    }

    private Decision given(Gate gate) {
        String who = approver.isEmpty() ? "somebody" : approver;
        if (!reject && !may(gate, who)) {
            terminal.say(terminal.ink().bad(who + " may not approve " + gate.id() + "; "
                    + String.join(", ", gate.submitters()) + " may. The gate is refused."));
            return new Decision(false, who, Map.of());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : gate.parameters()) {
            String value = answers.get(parameter.name());
            values.put(parameter.name(), value == null ? parameter.preset() : parameter.parse(value));
        }
        return new Decision(!reject, who, values);
    }

    private static boolean may(Gate gate, String who) {
        return gate.submitters().isEmpty() || gate.submitters().contains(who);
    }

    private Decision asked(Gate gate) throws IOException {
        if (person == null) {
            throw new IOException("there is no terminal; give --approve-as NAME or --reject.");
        }
        String who = answer("Your name"
                + (gate.submitters().isEmpty() ? "" : " (" + String.join(" or ", gate.submitters()) + ")"));
        while (!may(gate, who)) {
            terminal.say(terminal.ink().bad(who + " may not approve this."));
            who = answer("Your name");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : gate.parameters()) {
            values.put(parameter.name(), value(parameter));
        }
        String yes = answer(gate.ok() + "? [yes/no]");
        return new Decision(yes.equalsIgnoreCase("yes") || yes.equalsIgnoreCase("y"), who, values);
    }

    private Object value(Parameter parameter) throws IOException {
        while (true) {
            String text = answer(parameter.name() + " – " + parameter.description().trim() + " [" + parameter.preset() + "]");
            try {
                return text.isEmpty() ? parameter.preset() : parameter.parse(text);
            } catch (IllegalArgumentException e) {
                terminal.say(terminal.ink().bad(e.getMessage()));
            }
        }
    }

    private String answer(String question) throws IOException {
        synchronized (terminal) {
            terminal.out().print("         " + terminal.ink().bold(question + ": "));
            terminal.out().flush();
        }
        String line = person.readLine();
        if (line == null) {
            throw new IOException("the terminal was closed.");
        }
        return line.trim();
    }
}
