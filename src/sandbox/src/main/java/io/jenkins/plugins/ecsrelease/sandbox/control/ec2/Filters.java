package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;

import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The filters of EC2's Describe calls: of one filter any value, of several all must match; {@code *} and {@code ?} are wild. */
final class Filters<T> {

    private final Map<String, Function<T, List<String>>> fields;
    private final Function<T, List<Tag>> tags;

    /**
     * @param fields what each filter looks at
     */
    Filters(Map<String, Function<T, List<String>>> fields, Function<T, List<Tag>> tags) {
        this.fields = fields;
        this.tags = tags;
    }

    List<T> of(Collection<T> all, List<Filter> filters) {
        List<T> found = new ArrayList<>();
        for (T one : all) {
            if (filters.stream().allMatch(filter -> matches(one, filter))) {
                found.add(one);
            }
        }
        return found;
    }

    private boolean matches(T one, Filter filter) {
        List<String> values;
        if (filter.name().startsWith("tag:")) {
            String key = filter.name().substring(4);
            values = tags.apply(one).stream().filter(tag -> tag.key().equals(key)).map(Tag::value).toList();
        } else if (filter.name().equals("tag-key")) {
            values = tags.apply(one).stream().map(Tag::key).toList();
        } else {
            Function<T, List<String>> field = fields.get(filter.name());
            if (field == null) {
                throw new Refused("InvalidParameterValue", "The filter '" + filter.name() + "' is invalid");
            }
            values = field.apply(one);
        }
        return filter.values().stream().anyMatch(wanted -> values.stream().anyMatch(value -> glob(wanted).matcher(value).matches()));
    }

    private static Pattern glob(String wanted) {
        StringBuilder regex = new StringBuilder();
        for (char c : wanted.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }
}
