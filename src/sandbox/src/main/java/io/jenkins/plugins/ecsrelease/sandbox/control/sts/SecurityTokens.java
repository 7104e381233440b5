package io.jenkins.plugins.ecsrelease.sandbox.control.sts;

import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.iam.Identities;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Decision;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Principals;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Request;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * Keys for a time. The trust policy of a role always decides who may assume it, the external id included; see
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
final class SecurityTokens implements StsClient {

    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern EXTERNAL = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final int HOUR = 3600;

    private final Checks checks = new Checks("ValidationError");
    private final AccessKeys keys;
    private final Identities identities;

    SecurityTokens(World world) {
        keys = world.part(AccessKeys.class);
        identities = world.part(Identities.class);
    }

    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        Call call = Call.current();
        return GetCallerIdentityResponse.builder()
                .account(call.account())
                .arn(call.principal())
                .userId(keys.find(call.keyId()).map(AccessKeys.Key::userId).orElse(call.account()))
                .build();
    }

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
        String arn = checks.required(request.roleArn(), "roleArn");
        String session = checks.required(request.roleSessionName(), "roleSessionName", SESSION);
        checks.optional(request.externalId(), "externalId", EXTERNAL);
        Map<String, String> tags = tags(request.tags());
        String policy = sessionPolicy(request.policy());
        Call call = Call.current();
        AccessKeys.Key caller = keys.find(call.keyId()).orElseThrow(() -> denied(call.principal(), "AssumeRole", arn));
        boolean chained = !caller.token().isEmpty();
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put("aws:PrincipalArn", List.of(caller.source()));
        context.put("aws:PrincipalAccount", List.of(caller.account()));
        context.put("sts:RoleSessionName", List.of(session));
        if (request.externalId() != null) {
            context.put("sts:ExternalId", List.of(request.externalId()));
        }
        if (!tags.isEmpty()) {
            context.put("aws:TagKeys", List.copyOf(tags.keySet()));
            tags.forEach((name, value) -> context.put("aws:RequestTag/" + name, List.of(value)));
        }
        Principals asking = Principals.aws(caller.account(), caller.principal(), caller.source());
        Identities.Role role = trusted(arn, "AssumeRole", asking, context);
        if (!tags.isEmpty()) {
            trusted(arn, "TagSession", asking, context);
        }
        AccessKeys.Key issued = issue(role, session, duration(request.durationSeconds(), role, chained), policy, tags);
        return AssumeRoleResponse.builder()
                .credentials(credentials(issued))
                .assumedRoleUser(user(issued))
                .packedPolicySize(policy.isEmpty() && tags.isEmpty() ? null : 1 + policy.length() / 41)
                .sourceIdentity(request.sourceIdentity())
                .build();
    }

    /**
     * The token must come from a provider that the role's account has registered, for one of its client ids. Its signature
     * is not checked, because no issuer can be asked for its keys here.
     */
    @Override
    public AssumeRoleWithWebIdentityResponse assumeRoleWithWebIdentity(AssumeRoleWithWebIdentityRequest request) {
        String arn = checks.required(request.roleArn(), "roleArn");
        String session = checks.required(request.roleSessionName(), "roleSessionName", SESSION);
        WebToken token = WebToken.parse(checks.required(request.webIdentityToken(), "webIdentityToken"));
        if (token == null) {
            throw InvalidIdentityTokenException.builder().message("The ID Token provided is not a valid JWT. "
                    + "(You may see this error if you sent an Access Token)").build();
        }
        String policy = sessionPolicy(request.policy());
        Identities.Role unchecked = identities.role(arn).orElseThrow(() -> notAuthorized());
        String provider = "arn:aws:iam::" + unchecked.account() + ":oidc-provider/" + token.issuer();
        if (!identities.trustsToken(provider, token.issuer(), token.audience())) {
            throw InvalidIdentityTokenException.builder()
                    .message("No OpenIDConnect provider found in your account for https://" + token.issuer()).build();
        }
        if (!Instant.now().isBefore(token.expires())) {
            throw ExpiredTokenException.builder().message("Token expired: current date/time must be before the expiration date/time").build();
        }
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put(token.issuer() + ":aud", List.of(token.audience()));
        context.put(token.issuer() + ":sub", List.of(token.subject()));
        context.put("sts:RoleSessionName", List.of(session));
        Identities.Role role;
        try {
            role = trusted(arn, "AssumeRoleWithWebIdentity", new Principals("Federated", List.of(provider)), context);
        } catch (Refused e) {
            throw notAuthorized();
        }
        AccessKeys.Key issued = issue(role, session, duration(request.durationSeconds(), role, false), policy, Map.of());
        return AssumeRoleWithWebIdentityResponse.builder()
                .credentials(credentials(issued))
                .assumedRoleUser(user(issued))
                .subjectFromWebIdentityToken(token.subject())
                .audience(token.audience())
                .provider(provider)
                .build();
    }

    private Identities.Role trusted(
            String arn, String operation, Principals caller, Map<String, List<String>> context) {
        Identities.Role role = identities.role(arn)
                .orElseThrow(() -> denied(Call.current().principal(), operation, arn));
        try {
            Decision.Trust trust = Decision.trust(
                    Policy.ofTrust(role.trust()), caller, new Request("sts:" + operation, arn, context));
            if (trust == Decision.Trust.ACCOUNT || trust == Decision.Trust.CALLER) {
                return role;
            }
        } catch (Policy.Malformed e) {
            throw new IllegalStateException("A malformed trust policy was stored", e);
        }
        throw denied(Call.current().principal(), operation, arn);
    }

    private int duration(Integer asked, Identities.Role role, boolean chained) {
        int seconds = checks.within(asked, "durationSeconds", 900, 43200, Math.min(HOUR, role.maxSessionSeconds()));
        if (chained && seconds > HOUR) {
            throw new Refused("ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }
        if (seconds > role.maxSessionSeconds()) {
            throw new Refused("ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return seconds;
    }

    private AccessKeys.Key issue(
            Identities.Role role, String session, int seconds, String policy, Map<String, String> tags) {
        AccessKeys.Key key = new AccessKeys.Key(
                AccessKeys.newId("ASIA"), AccessKeys.newSecret(), AccessKeys.newToken(), role.account(),
                "arn:aws:sts::" + role.account() + ":assumed-role/" + role.name() + "/" + session,
                role.id() + ":" + session, role.arn(), policy, tags, Instant.now().plusSeconds(seconds));
        keys.issue(key);
        return key;
    }

    private static Map<String, String> tags(List<Tag> tags) {
        if (tags.size() > 50) {
            throw new Refused("ValidationError", "1 validation error detected: Value at 'tags' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 50");
        }
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value() == null ? "" : tag.value()));
        return map;
    }

    private static String sessionPolicy(String document) {
        if (document == null || document.isEmpty()) {
            return "";
        }
        try {
            Policy.ofIdentity(document);
            return document;
        } catch (Policy.Malformed e) {
            throw MalformedPolicyDocumentException.builder().message(e.getMessage()).build();
        }
    }

    private static Credentials credentials(AccessKeys.Key key) {
        return Credentials.builder().accessKeyId(key.id()).secretAccessKey(key.secret()).sessionToken(key.token())
                .expiration(key.expires()).build();
    }

    private static AssumedRoleUser user(AccessKeys.Key key) {
        return AssumedRoleUser.builder().arn(key.principal()).assumedRoleId(key.userId()).build();
    }

    private static Refused denied(String principal, String operation, String arn) {
        return new Refused(403, "AccessDenied",
                "User: " + principal + " is not authorized to perform: sts:" + operation + " on resource: " + arn);
    }

    private static Refused notAuthorized() {
        return new Refused(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
