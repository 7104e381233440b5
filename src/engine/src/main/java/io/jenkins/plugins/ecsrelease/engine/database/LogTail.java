package io.jenkins.plugins.ecsrelease.engine.database;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The last of an output, saved with a phase. @param base64 of at most {@value #MOST} bytes */
record LogTail(String base64) {

    static final int MOST = 4096;
    static final LogTail EMPTY = new LogTail("");

    LogTail then(byte[] more) {
        byte[] before = Base64.getDecoder().decode(base64);
        int kept = Math.max(0, Math.min(before.length, MOST - more.length));
        int added = Math.min(more.length, MOST);
        byte[] all = new byte[kept + added];
        System.arraycopy(before, before.length - kept, all, 0, kept);
        System.arraycopy(more, more.length - added, all, kept, added);
        return new LogTail(Base64.getEncoder().encodeToString(all));
    }

    /** Whole lines where there is more than one. */
    String text() {
        byte[] bytes = Base64.getDecoder().decode(base64);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        return bytes.length < MOST || line < 0 || line == text.length() - 1 ? text : text.substring(line + 1);
    }
}
