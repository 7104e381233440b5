package io.jenkins.plugins.ecsrelease.engine.operation;

/**
 * Text that others wrote (AWS, an image, a pipeline) on its way to a log, a journal or a page. Nothing in it can move a
 * cursor, hide a line, turn the direction of writing or fill a disk: such characters are shown as what they are.
 */
final class Said {

    /** More is cut: the longest plan or table of findings is far below. */
    static final int MOST = 200_000;

    private static final int MOST_OF_A_LINE = 10_000;

    private Said() {}

    /** Several lines may stay several. */
    static String plain(String text) {
        return text == null ? null : plain(text, MOST);
    }

    private static String plain(String text, int limit) {
        if (text.length() <= limit && clean(text)) {
            return text;
        }
        int most = Math.min(text.length(), limit);
        StringBuilder plain = new StringBuilder(most + 64);
        for (int i = 0; i < most; i++) {
            char each = text.charAt(i);
            if (each == '\r') {
                if (i + 1 < most && text.charAt(i + 1) == '\n') {
                    continue;
                }
                plain.append("\\r");
            } else if (odd(each)) {
                plain.append(String.format("\\u%04x", (int) each));
            } else {
                plain.append(each);
            }
        }
        if (text.length() > most) {
            plain.append(" … (").append(text.length() - most).append(" more characters)");
        }
        return plain.toString();
    }

    /** One line: what came from outside cannot look like a line of ours. */
    static String line(String text) {
        return text == null ? null : plain(text, MOST_OF_A_LINE).replace('\n', ' ');
    }

    private static boolean clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\r' || odd(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Controls but line feed and tab, marks and overrides of direction, what cannot be seen, and halves of characters. */
    private static boolean odd(char each) {
        return each < ' ' && each != '\n' && each != '\t' && each != '\r'
                || each >= '\u007f' && each <= '\u009f'
                || each == '\u200e' || each == '\u200f' || each == '\u200b' || each == '\u2060' || each == '\ufeff' || each == '\u061c'
                || each >= '\u202a' && each <= '\u202e' || each == '\u2028' || each == '\u2029'
                || each >= '\u2066' && each <= '\u2069';
    }
}
