package io.jenkins.plugins.ecsrelease.sandbox.control.secrets;

import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidNextTokenException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/** Secrets and their versions. The ledger never holds a value. */
final class Secrets implements SecretsManagerClient {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9/_+=.@!-]{1,512}");
    private static final Set<String> CURRENT = Set.of("AWSCURRENT");

    private final Checks checks = new Checks("ValidationException");
    private final World world;
    private final Vault vault;
    private final Faults faults;

    Secrets(World world) {
        this.world = world;
        vault = world.part(Vault.class);
        faults = world.part(Faults.class);
    }

    @Override
    public CreateSecretResponse createSecret(CreateSecretRequest request) {
        String name = checks.required(request.name(), "name", NAME);
        Secret same = vault.here().get(name);
        if (same != null) {
            Secret.Version again = request.clientRequestToken() == null ? null : same.versions.get(request.clientRequestToken());
            if (again != null && Objects.equals(again.text, request.secretString())
                    && Objects.equals(again.binary, request.secretBinary())) {
                return CreateSecretResponse.builder().arn(same.arn).name(name).versionId(again.id).build();
            }
            if (same.deleted != null) {
                throw invalid("You can't create this secret because a secret with this name is already scheduled for deletion.");
            }
            throw ResourceExistsException.builder()
                    .message("The operation failed because the secret " + name + " already exists.").build();
        }
        Secret secret = vault.make(name);
        secret.description = request.description();
        secret.kmsKeyId = request.kmsKeyId();
        request.tags().forEach(tag -> secret.tags.put(tag.key(), tag.value()));
        String version = null;
        if (request.secretString() != null || request.secretBinary() != null) {
            version = add(secret, request.clientRequestToken(), request.secretString(), request.secretBinary(), CURRENT);
        }
        world.ledger().add(secret.arn, Map.of("name", name));
        return CreateSecretResponse.builder().arn(secret.arn).name(name).versionId(version).build();
    }

    private String add(Secret secret, String token, String text, SdkBytes binary, Set<String> stages) {
        if (text != null && binary != null) {
            throw invalid("You can't specify both SecretString and SecretBinary.");
        }
        String id = token == null ? UUID.randomUUID().toString() : token;
        Secret.Version same = secret.versions.get(id);
        if (same != null) {
            if (Objects.equals(same.text, text) && Objects.equals(same.binary, binary)) {
                return id;
            }
            throw ResourceExistsException.builder()
                    .message("You can't use ClientRequestToken " + id + " because that value is already in use for a version of secret "
                            + secret.arn + ".").build();
        }
        secret.add(new Secret.Version(id, text, binary, world.time().now()), stages);
        return id;
    }

    @Override
    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
        Secret secret = living(request.secretId());
        if (request.secretString() == null && request.secretBinary() == null) {
            throw invalid("You must provide either SecretString or SecretBinary.");
        }
        Set<String> stages = request.versionStages().isEmpty() ? CURRENT : Set.copyOf(request.versionStages());
        String id = add(secret, request.clientRequestToken(), request.secretString(), request.secretBinary(), stages);
        world.ledger().add(secret.arn, Map.of("version", id));
        return PutSecretValueResponse.builder().arn(secret.arn).name(secret.name).versionId(id)
                .versionStages(secret.versions.get(id).stages).build();
    }

    @Override
    public UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
        Secret secret = living(request.secretId());
        secret.description = request.description() == null ? secret.description : request.description();
        secret.kmsKeyId = request.kmsKeyId() == null ? secret.kmsKeyId : request.kmsKeyId();
        String id = null;
        if (request.secretString() != null || request.secretBinary() != null) {
            id = add(secret, request.clientRequestToken(), request.secretString(), request.secretBinary(), CURRENT);
        }
        world.ledger().add(secret.arn, Map.of("version", String.valueOf(id)));
        return UpdateSecretResponse.builder().arn(secret.arn).name(secret.name).versionId(id).build();
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        Secret secret = living(request.secretId());
        String stage = request.versionStage() == null ? "AWSCURRENT" : request.versionStage();
        Secret.Version version = request.versionId() != null ? secret.versions.get(request.versionId()) : secret.staged(stage);
        if (version == null) {
            throw ResourceNotFoundException.builder().message(request.versionId() != null
                    ? "Secrets Manager can't find the specified secret value for VersionId: " + request.versionId()
                    : "Secrets Manager can't find the specified secret value for staging label: " + stage).build();
        }
        if (request.versionId() != null && request.versionStage() != null && !version.stages.contains(stage)) {
            throw invalid("You provided a VersionStage that is not associated to the provided VersionId.");
        }
        secret.accessed = world.time().now();
        return GetSecretValueResponse.builder().arn(secret.arn).name(secret.name).versionId(version.id)
                .secretString(version.text).secretBinary(version.binary).versionStages(version.stages)
                .createdDate(version.created).build();
    }

    @Override
    public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
        Secret secret = secret(request.secretId());
        Map<String, List<String>> stages = new TreeMap<>();
        secret.versions.values().forEach(version -> stages.put(version.id, List.copyOf(version.stages)));
        return DescribeSecretResponse.builder().arn(secret.arn).name(secret.name).description(secret.description)
                .kmsKeyId(secret.kmsKeyId).createdDate(secret.created).lastChangedDate(secret.changed)
                .lastAccessedDate(secret.accessed).deletedDate(secret.deleted).owningService(secret.owningService)
                .rotationEnabled(secret.rotates ? true : null).rotationLambdaARN(secret.rotationLambda)
                .rotationRules(rules(secret)).lastRotatedDate(secret.rotated)
                .tags(tags(secret)).versionIdsToStages(stages.isEmpty() ? null : stages).build();
    }

    private static RotationRulesType rules(Secret secret) {
        return secret.rotationDays == null
                ? null
                : RotationRulesType.builder().automaticallyAfterDays((long) secret.rotationDays).build();
    }

    @Override
    public ListSecretsResponse listSecrets(ListSecretsRequest request) {
        List<SecretListEntry> found = vault.here().values().stream()
                .filter(secret -> secret.deleted == null || Boolean.TRUE.equals(request.includePlannedDeletion()))
                .filter(secret -> request.filters().stream().allMatch(filter -> passes(secret, filter)))
                .filter(secret -> !faults.hides(secret.created))
                .map(secret -> SecretListEntry.builder().arn(secret.arn).name(secret.name).description(secret.description)
                        .kmsKeyId(secret.kmsKeyId).createdDate(secret.created).lastChangedDate(secret.changed)
                        .deletedDate(secret.deleted).owningService(secret.owningService).tags(tags(secret)).build())
                .toList();
        Page<SecretListEntry> page = Page.of(found, request.nextToken(),
                checks.within(request.maxResults(), "maxResults", 1, 100, 100),
                () -> InvalidNextTokenException.builder().message("Invalid NextToken.").build());
        return ListSecretsResponse.builder().secretList(page.items()).nextToken(page.next()).build();
    }

    private static boolean passes(Secret secret, Filter filter) {
        List<String> texts = switch (filter.keyAsString()) {
            case "name" -> List.of(secret.name);
            case "description" -> List.of(String.valueOf(secret.description));
            case "tag-key" -> List.copyOf(secret.tags.keySet());
            case "tag-value" -> List.copyOf(secret.tags.values());
            case "owning-service" -> List.of(String.valueOf(secret.owningService));
            default -> List.of(secret.name, String.valueOf(secret.description));
        };
        return filter.values().stream().anyMatch(value -> value.startsWith("!")
                ? texts.stream().noneMatch(text -> begins(text, value.substring(1)))
                : texts.stream().anyMatch(text -> begins(text, value)));
    }

    private static boolean begins(String text, String prefix) {
        return text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
    }

    @Override
    public ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request) {
        Secret secret = secret(request.secretId());
        List<SecretVersionsListEntry> all = secret.versions.values().stream()
                .filter(version -> !version.stages.isEmpty() || Boolean.TRUE.equals(request.includeDeprecated()))
                .map(version -> SecretVersionsListEntry.builder().versionId(version.id).versionStages(version.stages)
                        .createdDate(version.created).build())
                .toList();
        Page<SecretVersionsListEntry> page = Page.of(all, request.nextToken(),
                checks.within(request.maxResults(), "maxResults", 1, 100, 100),
                () -> InvalidNextTokenException.builder().message("Invalid NextToken.").build());
        return ListSecretVersionIdsResponse.builder().arn(secret.arn).name(secret.name).versions(page.items())
                .nextToken(page.next()).build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        Secret secret = living(request.secretId());
        checks.required(request.tags(), "tags").forEach(tag -> secret.tags.put(tag.key(), tag.value()));
        world.ledger().add(secret.arn, Map.of("tags", Map.copyOf(secret.tags)));
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        Secret secret = living(request.secretId());
        checks.required(request.tagKeys(), "tagKeys").forEach(secret.tags::remove);
        world.ledger().add(secret.arn, Map.of("tags", Map.copyOf(secret.tags)));
        return UntagResourceResponse.builder().build();
    }

    @Override
    public DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
        Secret secret = secret(request.secretId());
        boolean now = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        if (now && request.recoveryWindowInDays() != null) {
            throw invalid("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        long days = request.recoveryWindowInDays() == null ? 30 : request.recoveryWindowInDays();
        if (days < 7 || days > 30) {
            throw invalid("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        secret.deleted = world.time().now().plus(now ? Duration.ZERO : Duration.ofDays(days));
        Map<String, Secret> here = vault.here();
        if (now) {
            here.remove(secret.name);
        } else {
            world.time().after(Duration.ofDays(days), () -> here.computeIfPresent(
                    secret.name, (name, still) -> still.deleted == null ? still : null));
        }
        world.ledger().add(secret.arn, Map.of("deleted", secret.deleted.toString()));
        return DeleteSecretResponse.builder().arn(secret.arn).name(secret.name).deletionDate(secret.deleted).build();
    }

    @Override
    public RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
        Secret secret = secret(request.secretId());
        secret.deleted = null;
        world.ledger().add(secret.arn, Map.of());
        return RestoreSecretResponse.builder().arn(secret.arn).name(secret.name).build();
    }

    /** The function that would rotate the secret is not run here; its schedule is kept and shown. */
    @Override
    public RotateSecretResponse rotateSecret(RotateSecretRequest request) {
        Secret secret = living(request.secretId());
        if (request.rotationLambdaARN() == null && secret.rotationLambda == null) {
            throw invalid("No Lambda rotation function ARN is associated with this secret.");
        }
        secret.rotates = true;
        secret.rotationLambda = request.rotationLambdaARN() == null ? secret.rotationLambda : request.rotationLambdaARN();
        if (request.rotationRules() != null && request.rotationRules().automaticallyAfterDays() != null) {
            secret.rotationDays = request.rotationRules().automaticallyAfterDays().intValue();
        }
        world.ledger().add(secret.arn, Map.of("rotation", true));
        return RotateSecretResponse.builder().arn(secret.arn).name(secret.name).build();
    }

    @Override
    public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
        long length = request.passwordLength() == null ? 32 : request.passwordLength();
        StringBuilder password = new StringBuilder();
        while (password.length() < length) {
            password.append(AccessKeys.newSecret());
        }
        return GetRandomPasswordResponse.builder().randomPassword(password.substring(0, (int) length)).build();
    }

    private Secret secret(String id) {
        Call call = Call.current();
        Secret secret = vault.find(call.account(), call.region(), checks.required(id, "secretId"));
        if (secret == null || faults.hides(secret.created)) {
            throw ResourceNotFoundException.builder().message("Secrets Manager can't find the specified secret.").build();
        }
        return secret;
    }

    private Secret living(String id) {
        Secret secret = secret(id);
        if (secret.deleted != null) {
            throw invalid("You can't perform this operation on the secret because it was marked for deletion.");
        }
        return secret;
    }

    private static List<Tag> tags(Secret secret) {
        return secret.tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    private static InvalidRequestException invalid(String message) {
        return InvalidRequestException.builder().message(message).build();
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
