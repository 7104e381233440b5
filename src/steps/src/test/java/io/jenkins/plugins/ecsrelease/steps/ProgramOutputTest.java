package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.Test;

/** Output of programs that would like to be more than text. */
public class ProgramOutputTest {

    private static final Map<String, String> HOSTILE = Map.of(
            "\033[2J\033[Hwiped", "\\u001b[2J\\u001b[Hwiped",
            "failed\033[1A\033[2Ksucceeded", "failed\\u001b[1A\\u001b[2Ksucceeded",
            "\033[31;08mhidden", "\\u001b[31;08mhidden",
            "\033[38;5;8;8mhidden\033[138;5;8mtoo", "\\u001b[38;5;8;8mhidden\\u001b[138;5;8mtoo",
            "\033[8mha:AAAA\033[0m", "\\u001b[8mha:AAAA\033[0m",
            "\033]0;title\007", "\\u001b]0;title\\u0007",
            "\033\033[2J", "\\u001b\\u001b[2J",
            "\033c", "\\u001bc",
            "secret\b\b\bpublic\177", "secret\\u0008\\u0008\\u0008public\\u007f",
            "\033[" + "1;".repeat(40) + "m", "\\u001b[" + "1;".repeat(40) + "m");

    @Test
    public void whatSteersATerminalIsShownAndNotObeyed() {
        HOSTILE.forEach((written, shown) -> assertEquals(shown, whole(written)));
        System.out.println("Hostile output of programs: " + HOSTILE.size() + " kinds, none obeyed.");
    }

    @Test
    public void coloursLinesAndOtherLanguagesStay() {
        for (String text : new String[] {"\033[1;31mred\033[0m\033[m\tand\r\nso on", "Grüße, 世界 \u2713", "STEP 1/4: FROM scratch\n", "\033[38;5;208mx",
                "\033[38;5;8mgrey", "\033[1;48;2;8;8;8;4mx"}) {
            assertEquals(text, whole(text));
        }
    }

    @Test
    public void itDoesNotMatterWhereItIsCut() {
        String text = "a\033[1;31mred\033[0m\033[2Jb\033[8mc\033\033]x ü";
        for (int at = 0; at <= text.length(); at++) {
            ProgramOutput output = new ProgramOutput();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(output.of(text.substring(0, at).getBytes(StandardCharsets.UTF_8)));
            all.writeBytes(output.of(text.substring(at).getBytes(StandardCharsets.UTF_8)));
            assertEquals(whole(text), all.toString(StandardCharsets.UTF_8));
        }
    }

    private static String whole(String text) {
        return new String(new ProgramOutput().of(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
