package io.jenkins.plugins.ecsrelease.sandbox.control.parameters;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters of a world, by account and region. */
public final class ParameterStore {

    /** One parameter, as its newest version. */
    record Parameter(String name, String arn, String type, String value, String key, long version, Instant changed, String by, String tier) {}

    private final Map<String, Map<String, Parameter>> places = new TreeMap<>();

    ParameterStore(World world) {}

    /** By name, of the calling account and region. */
    Map<String, Parameter> here() {
        return at(Call.current().account(), Call.current().region());
    }

    private Map<String, Parameter> at(String account, String region) {
        return places.computeIfAbsent(account + " " + region, place -> new TreeMap<>());
    }

    /** The name that a name or an ARN means. */
    static String name(String id) {
        if (!id.startsWith("arn:")) {
            return id;
        }
        String path = id.replaceFirst("^arn:aws:ssm:[^:]*:[^:]*:parameter", "");
        return path.indexOf('/', 1) < 0 ? path.substring(1) : path;
    }

    /** The ARN of a name, which keeps one slash between "parameter" and it. */
    public static String arn(String account, String region, String name) {
        return "arn:aws:ssm:" + region + ":" + account + ":parameter" + (name.startsWith("/") ? "" : "/") + name;
    }

    /**
     * The text of a parameter, as a task is given it.
     *
     * @param from name, in the given place, or ARN
     */
    public Optional<String> text(String account, String region, String from) {
        boolean arn = from.startsWith("arn:");
        Map<String, Parameter> there = at(arn ? Arns.account(from) : account, arn ? Arns.region(from) : region);
        Parameter found = there.get(name(from));
        return Optional.ofNullable(found == null ? there.get("/" + name(from)) : found).map(Parameter::value);
    }
}
