package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.util.List;

/** One page of a list, and the token that leads to the next; null at the end. */
record Page<T>(List<T> items, String next) {

    static <T> Page<T> of(List<T> all, String token, Integer asked, int most) {
        return of(all, token, asked, most, most);
    }

    static <T> Page<T> of(List<T> all, String token, Integer asked, int most, int unasked) {
        int from = 0;
        if (token != null) {
            try {
                from = Integer.parseInt(token);
            } catch (NumberFormatException e) {
                throw EcsRefusals.invalid("Invalid token in request");
            }
        }
        int size = asked == null ? unasked : asked;
        if (size < 1 || size > most) {
            throw EcsRefusals.invalid("maxResults must be between 1 and " + most + ".");
        }
        int to = Math.min(all.size(), from + size);
        return new Page<>(List.copyOf(all.subList(Math.min(from, to), to)), to < all.size() ? String.valueOf(to) : null);
    }
}
