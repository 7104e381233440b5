package io.jenkins.plugins.ecsrelease.steps;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a program wrote, for the console: its colours pass, and other escapes that steer a terminal or hide text there are
 * shown and not obeyed, as is Jenkins' own mark of a console note. Carriage returns pass, which progress bars need, and so do
 * bytes of 0x80 and more: UTF-8 stays what it is, and controls of eight bits do too.
 *
 * <p>A sequence that is not whole yet waits for the next piece.
 */
final class ProgramOutput {

    private static final int ESCAPE = 0x1b;
    /** Longer ones are no colours. */
    private static final int LONGEST = 32;

    /** A colour by its number or by its parts, whose numbers say nothing else. */
    private static final Pattern COLOUR = Pattern.compile("(?<=[\\[;])[34]8;(?:5;\\d+|2;\\d+;\\d+;\\d+)");
    /** The eighth of the attributes: text that nobody sees. */
    private static final Pattern HIDDEN = Pattern.compile("[\\[;]0*8(?:;|$)");

    private final ByteArrayOutputStream sequence = new ByteArrayOutputStream();

    /** A piece, as it is to be written. */
    byte[] of(byte[] piece) {
        ByteArrayOutputStream tame = new ByteArrayOutputStream(piece.length);
        for (byte each : piece) {
            take(each & 0xff, tame);
        }
        return tame.toByteArray();
    }

    private void take(int each, ByteArrayOutputStream tame) {
        if (sequence.size() == 0) {
            if (each == ESCAPE) {
                sequence.write(each);
            } else {
                plain(each, tame);
            }
            return;
        }
        boolean begins = sequence.size() == 1 && each == '[';
        boolean goesOn = sequence.size() > 1 && sequence.size() < LONGEST && (each >= '0' && each <= '9' || each == ';');
        if (begins || goesOn) {
            sequence.write(each);
            return;
        }
        String begun = sequence.toString(StandardCharsets.US_ASCII);
        sequence.reset();
        if (each == 'm' && begun.length() > 1 && !HIDDEN.matcher(COLOUR.matcher(begun).replaceAll("0")).find()) {
            write(begun + "m", tame);
            return;
        }
        shown(ESCAPE, tame);
        write(begun.substring(1), tame);
        take(each, tame);
    }

    private static void plain(int each, ByteArrayOutputStream tame) {
        if (each < ' ' && each != '\n' && each != '\r' && each != '\t' || each == 0x7f) {
            shown(each, tame);
        } else {
            tame.write(each);
        }
    }

    private static void shown(int each, ByteArrayOutputStream tame) {
        write(String.format("\\u%04x", each), tame);
    }

    private static void write(String text, ByteArrayOutputStream tame) {
        tame.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
