package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Tag;

/** What the handlers of RDS share. */
abstract class Room implements RdsClient {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,254}(?<!-)");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    final World world;
    final Databases databases;
    final Faults faults;

    Room(World world) {
        this.world = world;
        databases = world.part(Databases.class);
        faults = world.part(Faults.class);
    }

    Databases.Place here() {
        return databases.here();
    }

    /** A required parameter. */
    static String required(String value, String parameter) {
        if (value == null || value.isEmpty()) {
            throw new Refused("MissingParameter", "The request must contain the parameter " + parameter + ".");
        }
        return value;
    }

    /** A required identifier for something new, in lower case as RDS keeps it. */
    static String identifier(String value, String parameter, int length) {
        required(value, parameter);
        if (!IDENTIFIER.matcher(value).matches() || value.length() > length) {
            throw new Refused("InvalidParameterValue", "The parameter " + parameter + " is not a valid identifier. Identifiers "
                    + "must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with "
                    + "a hyphen or contain two consecutive hyphens.");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** The identifier at the end of an ARN, or the identifier itself; in lower case. */
    static String plain(String identifierOrArn) {
        return identifierOrArn.substring(identifierOrArn.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    static String resourceId(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < 26; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    static <T> Page<T> page(List<T> all, String marker, Integer size) {
        if (size != null && (size < 20 || size > 100)) {
            throw new Refused("InvalidParameterValue", "Invalid value " + size + " for MaxRecords. Must be between 20 and 100");
        }
        return Page.of(all, marker, size == null ? 100 : size,
                () -> new Refused("InvalidParameterValue", "The parameter Marker is not valid."));
    }

    /** The values of one filter; null where it is not asked for. A filter that the operation does not have is refused. */
    static List<String> filter(List<Filter> filters, String name, String... known) {
        List<String> found = null;
        for (Filter filter : filters) {
            if (!Arrays.asList(known).contains(filter.name())) {
                throw new Refused("InvalidParameterValue", "Unrecognized filter name: " + filter.name());
            }
            if (filter.name().equals(name)) {
                found = filter.values().stream().map(Room::plain).toList();
            }
        }
        return found;
    }

    static boolean passes(List<String> wanted, String value) {
        return wanted == null || wanted.contains(String.valueOf(value).toLowerCase(Locale.ROOT));
    }

    Map<String, String> tag(String arn, List<Tag> tags) {
        Map<String, String> kept = here().tags.computeIfAbsent(arn, none -> new TreeMap<>());
        tags.forEach(tag -> kept.put(tag.key(), tag.value() == null ? "" : tag.value()));
        if (kept.size() > 50) {
            throw new Refused("InvalidParameterValue", "The resource cannot have more than 50 tags.");
        }
        return kept;
    }

    List<Tag> tags(String arn) {
        return here().tags.getOrDefault(arn, Map.of()).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    void changed(String arn, Map<String, Object> details) {
        world.ledger().add(arn, details);
    }

    @Override
    public final String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public final void close() {
        // Nothing is open.
    }
}
