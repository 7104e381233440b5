package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call whose needs are being found out. */
final class Asking {

    private final Call call;
    private final JsonNode request;
    private final World world;
    private final Lookup lookup;

    Asking(Call call, JsonNode request, World world, Lookup lookup) {
        this.call = call;
        this.request = request;
        this.world = world;
        this.lookup = lookup;
    }

    Call call() {
        return call;
    }

    World world() {
        return world;
    }

    /** An answer of another read operation; missing where it is refused. */
    JsonNode look(String service, String operation, JsonNode asked) {
        return lookup.look(service, operation, asked);
    }

    JsonNode request() {
        return request;
    }

    /** A member of the message, as its protocol names it; empty where it is absent. */
    String text(String member) {
        return request.path(member).asText("");
    }

    /** The texts of a list; empty where it is absent. */
    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        request.path(member).forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** An ARN of the caller's account and region. */
    String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + call.region() + ":" + call.account() + ":" + resource;
    }

    /** The call's own action on a resource. */
    Need need(String prefix, String resource, Map<String, List<String>> context) {
        return new Need(prefix + ":" + call.operation(), resource, context);
    }

    List<Need> needs(String prefix, String resource) {
        return List.of(need(prefix, resource, Map.of()));
    }

    /** The keys that tags in the request make: aws:RequestTag and aws:TagKeys. */
    Map<String, List<String>> requestTags(String member, String keyName, String valueName) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>();
        request.path(member).forEach(tag -> {
            keys.add(tag.path(keyName).asText());
            context.put("aws:RequestTag/" + tag.path(keyName).asText(), List.of(tag.path(valueName).asText("")));
        });
        if (!keys.isEmpty()) {
            context.put("aws:TagKeys", keys);
        }
        return context;
    }
}
