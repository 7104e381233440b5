package io.jenkins.plugins.ecsrelease.sandbox.control;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * One page of a list. The token is opaque to callers; it holds where the next page begins.
 *
 * @param next null on the last page
 */
public record Page<T>(List<T> items, String next) {

    /**
     * @param token of the page before; null or empty for the first
     * @param size how many items at most
     * @param invalid what to throw for a token that no page gave
     */
    public static <T> Page<T> of(List<T> all, String token, int size, Supplier<? extends RuntimeException> invalid) {
        int from = 0;
        if (token != null && !token.isEmpty()) {
            try {
                from = Integer.parseInt(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
            } catch (IllegalArgumentException e) {
                throw invalid.get();
            }
            if (from < 0 || from > all.size()) {
                throw invalid.get();
            }
        }
        int to = Math.min(all.size(), from + size);
        String next = to < all.size()
                ? Base64.getUrlEncoder().withoutPadding().encodeToString(String.valueOf(to).getBytes(StandardCharsets.US_ASCII))
                : null;
        return new Page<>(List.copyOf(all.subList(from, to)), next);
    }
}
