package io.jenkins.plugins.ecsrelease.sandbox.control.kms;

import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;

/** Keys and what they seal. Only symmetric keys are modelled, as ECS Exec, Secrets Manager and Logs take no others. */
final class Kms implements KmsClient {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Checks checks = new Checks("ValidationException");
    private final World world;
    private final KeyRing ring;

    Kms(World world) {
        this.world = world;
        ring = world.part(KeyRing.class);
    }

    private KeyRing.Place here() {
        return ring.at(Call.current().account(), Call.current().region());
    }

    private Key key(String name) {
        Key key = ring.find(Call.current().account(), Call.current().region(), checks.required(name, "keyId"));
        if (key == null) {
            boolean alias = name.contains("alias/");
            throw NotFoundException.builder().message((alias ? "Alias " : "Key '") + full(name) + (alias ? " is not found." : "' does not exist")).build();
        }
        return key;
    }

    private static String full(String name) {
        String resource = name.startsWith("alias/") ? name : "key/" + name;
        return name.startsWith("arn:") ? name
                : "arn:aws:kms:" + Call.current().region() + ":" + Call.current().account() + ":" + resource;
    }

    /** Keys that are disabled or wait for deletion seal and open nothing. */
    private Key usable(String name) {
        Key key = key(name);
        if (key.state.equals("Disabled")) {
            throw DisabledException.builder().message(key.arn + " is disabled.").build();
        }
        if (!key.state.equals("Enabled")) {
            throw KmsInvalidStateException.builder().message(key.arn + " is pending deletion.").build();
        }
        return key;
    }

    @Override
    public CreateKeyResponse createKey(CreateKeyRequest request) {
        if (request.keySpec() != null && !request.keySpecAsString().equals("SYMMETRIC_DEFAULT")) {
            throw new Refused("ValidationException", "This sandbox makes keys of the spec SYMMETRIC_DEFAULT only, not "
                    + request.keySpecAsString());
        }
        Key key = new Key(Call.current().account(), Call.current().region(), request.description(), false, world.time().now());
        key.policy = request.policy() == null ? "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Principal\":{\"AWS\":\"arn:aws:iam::" + key.account + ":root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"
                : policy(request.policy());
        request.tags().forEach(tag -> key.tags.put(tag.tagKey(), tag.tagValue()));
        here().keys.put(key.id, key);
        world.ledger().add(key.arn, Map.of());
        return CreateKeyResponse.builder().keyMetadata(shown(key)).build();
    }

    private static String policy(String document) {
        try {
            Policy.ofResource(document);
            return document;
        } catch (Policy.Malformed e) {
            throw MalformedPolicyDocumentException.builder().message(e.getMessage()).build();
        }
    }

    @Override
    public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
        return DescribeKeyResponse.builder().keyMetadata(shown(key(request.keyId()))).build();
    }

    @Override
    public ListKeysResponse listKeys(ListKeysRequest request) {
        Page<Key> page = page(List.copyOf(here().keys.values()), request.marker(), request.limit());
        return ListKeysResponse.builder().truncated(page.next() != null).nextMarker(page.next()).keys(page.items().stream()
                .map(key -> KeyListEntry.builder().keyId(key.id).keyArn(key.arn).build()).toList()).build();
    }

    private <T> Page<T> page(List<T> all, String marker, Integer limit) {
        return Page.of(all, marker, checks.within(limit, "limit", 1, 1000, 100),
                () -> InvalidMarkerException.builder().message("Invalid Marker").build());
    }

    @Override
    public CreateAliasResponse createAlias(CreateAliasRequest request) {
        String alias = checks.required(request.aliasName(), "aliasName");
        if (!alias.matches("alias/[a-zA-Z0-9/_-]+") || alias.startsWith("alias/aws/")) {
            throw InvalidAliasNameException.builder().message("Alias must match the pattern alias/[a-zA-Z0-9/_-]+ and must not begin with alias/aws/").build();
        }
        Key key = key(checks.required(request.targetKeyId(), "targetKeyId"));
        if (here().aliases.containsKey(alias)) {
            throw AlreadyExistsException.builder().message("An alias with the name " + full(alias) + " already exists").build();
        }
        here().aliases.put(alias, key.id);
        world.ledger().add(key.arn, Map.of("alias", alias));
        return CreateAliasResponse.builder().build();
    }

    @Override
    public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        String alias = checks.required(request.aliasName(), "aliasName");
        if (here().aliases.remove(alias) == null) {
            throw NotFoundException.builder().message("Alias " + full(alias) + " is not found.").build();
        }
        world.ledger().add(full(alias), Map.of("alias", alias));
        return DeleteAliasResponse.builder().build();
    }

    @Override
    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        Key of = request.keyId() == null ? null : key(request.keyId());
        List<AliasListEntry> all = here().aliases.entrySet().stream()
                .filter(alias -> of == null || alias.getValue().equals(of.id))
                .map(alias -> AliasListEntry.builder().aliasName(alias.getKey()).aliasArn(full(alias.getKey()))
                        .targetKeyId(alias.getValue()).build()).toList();
        Page<AliasListEntry> page = page(all, request.marker(), request.limit());
        return ListAliasesResponse.builder().aliases(page.items()).truncated(page.next() != null).nextMarker(page.next()).build();
    }

    @Override
    public EncryptResponse encrypt(EncryptRequest request) {
        Key key = usable(request.keyId());
        byte[] text = checks.required(request.plaintext(), "plaintext").asByteArray();
        if (text.length == 0 || text.length > 4096) {
            throw new Refused("ValidationException", "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 4096");
        }
        return EncryptResponse.builder().keyId(key.arn).encryptionAlgorithm("SYMMETRIC_DEFAULT")
                .ciphertextBlob(seal(key, text, request.encryptionContext())).build();
    }

    private static SdkBytes seal(Key key, byte[] text, Map<String, String> context) {
        try {
            return SdkBytes.fromByteArray(key.seal(text, context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
        byte[] blob = checks.required(request.ciphertextBlob(), "ciphertextBlob").asByteArray();
        String id = Key.idOf(blob);
        Key sealer = ring.everywhere().stream().map(place -> place.keys.get(id)).filter(found -> found != null)
                .findFirst().orElseThrow(Kms::foreign);
        if (request.keyId() != null && key(request.keyId()) != sealer) {
            throw IncorrectKeyException.builder().message("The key ID in the request does not identify a CMK that can perform this operation.").build();
        }
        usable(sealer.arn);
        try {
            return DecryptResponse.builder().keyId(sealer.arn).encryptionAlgorithm("SYMMETRIC_DEFAULT")
                    .plaintext(SdkBytes.fromByteArray(sealer.open(blob, request.encryptionContext()))).build();
        } catch (GeneralSecurityException e) {
            throw foreign();
        }
    }

    /** AWS says nothing more, so that nothing is told about what was sealed. */
    private static InvalidCiphertextException foreign() {
        return InvalidCiphertextException.builder().build();
    }

    @Override
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
        Key key = usable(request.keyId());
        byte[] plain = fresh(request.keySpecAsString(), request.numberOfBytes());
        return GenerateDataKeyResponse.builder().keyId(key.arn).plaintext(SdkBytes.fromByteArray(plain))
                .ciphertextBlob(seal(key, plain, request.encryptionContext())).build();
    }

    @Override
    public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
            GenerateDataKeyWithoutPlaintextRequest request) {
        Key key = usable(request.keyId());
        byte[] plain = fresh(request.keySpecAsString(), request.numberOfBytes());
        return GenerateDataKeyWithoutPlaintextResponse.builder().keyId(key.arn)
                .ciphertextBlob(seal(key, plain, request.encryptionContext())).build();
    }

    private byte[] fresh(String spec, Integer bytes) {
        if ((spec == null) == (bytes == null)) {
            throw new Refused("ValidationException", "Please specify either number of bytes or key spec.");
        }
        int length = bytes != null ? checks.within(bytes, "numberOfBytes", 1, 1024, 0) : spec.equals("AES_128") ? 16 : 32;
        byte[] fresh = new byte[length];
        RANDOM.nextBytes(fresh);
        return fresh;
    }

    @Override
    public EnableKeyResponse enableKey(EnableKeyRequest request) {
        turn(key(request.keyId()), "Enabled");
        return EnableKeyResponse.builder().build();
    }

    @Override
    public DisableKeyResponse disableKey(DisableKeyRequest request) {
        turn(key(request.keyId()), "Disabled");
        return DisableKeyResponse.builder().build();
    }

    private void turn(Key key, String state) {
        if (key.state.equals("PendingDeletion")) {
            throw KmsInvalidStateException.builder().message(key.arn + " is pending deletion.").build();
        }
        key.state = state;
        world.ledger().add(key.arn, Map.of("state", state));
    }

    @Override
    public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
        Key key = key(request.keyId());
        int days = checks.within(request.pendingWindowInDays(), "pendingWindowInDays", 7, 30, 30);
        turn(key, "PendingDeletion");
        key.deletion = world.time().now().plus(Duration.ofDays(days));
        KeyRing.Place here = here();
        world.time().after(Duration.ofDays(days), () -> here.keys.remove(key.id));
        return ScheduleKeyDeletionResponse.builder().keyId(key.arn).deletionDate(key.deletion).keyState(key.state)
                .pendingWindowInDays(days).build();
    }

    @Override
    public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
        Key key = key(request.keyId());
        return GetKeyPolicyResponse.builder().policy(key.policy).policyName("default").build();
    }

    @Override
    public PutKeyPolicyResponse putKeyPolicy(PutKeyPolicyRequest request) {
        Key key = key(request.keyId());
        key.policy = policy(checks.required(request.policy(), "policy"));
        world.ledger().add(key.arn, Map.of());
        return PutKeyPolicyResponse.builder().build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        Key key = key(request.keyId());
        checks.required(request.tags(), "tags").forEach(tag -> key.tags.put(tag.tagKey(), tag.tagValue()));
        world.ledger().add(key.arn, Map.of("tags", Map.copyOf(key.tags)));
        return TagResourceResponse.builder().build();
    }

    @Override
    public ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
        return ListResourceTagsResponse.builder().truncated(false).tags(key(request.keyId()).tags.entrySet().stream()
                .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build()).toList()).build();
    }

    private static KeyMetadata shown(Key key) {
        return KeyMetadata.builder().awsAccountId(key.account).keyId(key.id).arn(key.arn).creationDate(key.created)
                .enabled(key.state.equals("Enabled")).description(key.description == null ? "" : key.description)
                .keyUsage("ENCRYPT_DECRYPT").keyState(key.state).deletionDate(key.deletion).origin("AWS_KMS")
                .keyManager(key.managedByAws ? "AWS" : "CUSTOMER").keySpec("SYMMETRIC_DEFAULT")
                .encryptionAlgorithmsWithStrings("SYMMETRIC_DEFAULT").multiRegion(false).build();
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
