package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.traffic.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** The conditions of a rule as a test of requests. All must hold; of the values of one condition, any. */
final class Conditions {

    private Conditions() {}

    static Predicate<Message> of(List<RuleCondition> conditions) {
        List<Predicate<Message>> all = new ArrayList<>();
        conditions.forEach(condition -> all.add(of(condition)));
        return request -> all.stream().allMatch(one -> one.test(request));
    }

    private static Predicate<Message> of(RuleCondition condition) {
        switch (condition.field()) {
            case "path-pattern": {
                List<Pattern> paths = patterns(condition.pathPatternConfig() != null
                        ? condition.pathPatternConfig().values() : condition.values(), false);
                return request -> any(paths, request.path());
            }
            case "host-header": {
                List<Pattern> hosts = patterns(condition.hostHeaderConfig() != null
                        ? condition.hostHeaderConfig().values() : condition.values(), true);
                return request -> any(hosts, request.field("Host").replaceFirst(":\\d+$", ""));
            }
            case "http-header": {
                String name = condition.httpHeaderConfig().httpHeaderName();
                List<Pattern> values = patterns(condition.httpHeaderConfig().values(), true);
                return request -> any(values, request.field(name));
            }
            case "http-request-method": {
                List<String> methods = condition.httpRequestMethodConfig().values();
                return request -> methods.contains(request.method());
            }
            case "query-string": {
                List<Predicate<String>> pairs = condition.queryStringConfig().values().stream()
                        .map(pair -> pair(pair.key(), pair.value())).toList();
                return request -> Arrays.stream(request.query().split("&")).anyMatch(pair -> pairs.stream().anyMatch(p -> p.test(pair)));
            }
            default:
                // Every request comes from this machine.
                return request -> condition.sourceIpConfig().values().stream().anyMatch(cidr -> cidr.startsWith("127.") || cidr.endsWith("/0"));
        }
    }

    private static Predicate<String> pair(String key, String value) {
        Pattern wantedValue = pattern(value, true);
        Pattern wantedKey = key == null ? null : pattern(key, true);
        return pair -> {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String given = equals < 0 ? "" : pair.substring(equals + 1);
            return (wantedKey == null || wantedKey.matcher(name).matches()) && wantedValue.matcher(given).matches();
        };
    }

    private static boolean any(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    private static List<Pattern> patterns(List<String> globs, boolean ignoreCase) {
        return globs.stream().map(glob -> pattern(glob, ignoreCase)).toList();
    }

    /** {@code *} is any number of characters, {@code ?} exactly one. */
    private static Pattern pattern(String glob, boolean ignoreCase) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    }
}
