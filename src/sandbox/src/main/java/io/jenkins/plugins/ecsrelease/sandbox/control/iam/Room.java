package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/** What the handlers of IAM share. */
abstract class Room implements IamClient {

    static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
    private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7e]{1,510}/");

    final World world;
    final Identities identities;
    final Checks checks = new Checks("ValidationError");

    Room(World world) {
        this.world = world;
        identities = world.part(Identities.class);
    }

    Identities.Account account() {
        return identities.account(Call.current().account());
    }

    String arn(String kind, String path, String name) {
        return "arn:aws:iam::" + Call.current().account() + ":" + kind + path + name;
    }

    String path(String asked) {
        return asked == null ? "/" : checks.required(asked, "path", PATH);
    }

    void changed(String resource, Map<String, Object> details) {
        world.ledger().add(resource, details);
    }

    static void tag(Map<String, String> to, List<Tag> tags) {
        tags.forEach(tag -> to.put(tag.key(), tag.value()));
        if (to.size() > 50) {
            throw new Refused("LimitExceeded", "The number of tags has reached the maximum limit.");
        }
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream().map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    /** IAM writes documents percent-encoded into its answers. */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String identityPolicy(String document) {
        try {
            Policy.ofIdentity(checks.required(document, "policyDocument"));
            return document;
        } catch (Policy.Malformed e) {
            throw MalformedPolicyDocumentException.builder().message(e.getMessage()).build();
        }
    }

    static <T> Page<T> page(List<T> all, String marker, Integer size) {
        return Page.of(all, marker, size == null ? 100 : size,
                () -> new Refused("ValidationError", "Invalid Marker."));
    }

    static NoSuchEntityException absent(String message) {
        return NoSuchEntityException.builder().message(message).build();
    }

    static EntityAlreadyExistsException exists(String message) {
        return EntityAlreadyExistsException.builder().message(message).build();
    }

    Entity role(String name) {
        Entity role = account().roles.get(checks.required(name, "roleName", NAME));
        if (role == null) {
            throw absent("The role with name " + name + " cannot be found.");
        }
        return role;
    }

    Entity user(String name) {
        Entity user = account().users.get(checks.required(name, "userName", NAME));
        if (user == null) {
            throw absent("The user with name " + name + " cannot be found.");
        }
        return user;
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
