package io.jenkins.plugins.ecsrelease.sandbox.control.parameters;

import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.control.parameters.ParameterStore.Parameter;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/**
 * What Systems Manager does with parameters. The ledger never holds a value. An encrypted value is given without
 * decryption as a text that is not the value.
 */
public abstract class Parameters implements SsmClient {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-/]{1,1011}");
    private static final Pattern TYPE = Pattern.compile("String|StringList|SecureString");

    private final Checks checks = new Checks("ValidationException");
    private final World world;
    private final ParameterStore store;

    protected Parameters(World world) {
        this.world = world;
        store = world.part(ParameterStore.class);
    }

    @Override
    public PutParameterResponse putParameter(PutParameterRequest request) {
        String name = checks.required(request.name(), "name", NAME);
        checks.required(request.value(), "value");
        checks.optional(request.typeAsString(), "type", TYPE);
        Parameter before = store.here().get(name);
        if (before != null && !Boolean.TRUE.equals(request.overwrite())) {
            throw ParameterAlreadyExistsException.builder().message("The parameter already exists. To overwrite this value, set the "
                    + "overwrite option in the request to true.").build();
        }
        String type = request.typeAsString() != null ? request.typeAsString() : before != null ? before.type() : null;
        checks.required(type, "type");
        String key = !type.equals("SecureString") ? null : request.keyId() != null ? request.keyId() : "alias/aws/ssm";
        long version = before == null ? 1 : before.version() + 1;
        Call call = Call.current();
        String tier = request.tierAsString() == null ? "Standard" : request.tierAsString();
        String arn = ParameterStore.arn(call.account(), call.region(), name);
        store.here().put(name, new Parameter(name, arn, type, request.value(), key, version, world.time().now(), call.principal(), tier));
        world.ledger().add(arn, Map.of("version", version));
        return PutParameterResponse.builder().version(version).tier(tier).build();
    }

    @Override
    public GetParameterResponse getParameter(GetParameterRequest request) {
        Parameter found = store.here().get(ParameterStore.name(checks.required(request.name(), "name")));
        if (found == null) {
            throw ParameterNotFoundException.builder().message("Parameter " + request.name() + " not found.").build();
        }
        return GetParameterResponse.builder().parameter(shown(found, Boolean.TRUE.equals(request.withDecryption()))).build();
    }

    @Override
    public GetParametersResponse getParameters(GetParametersRequest request) {
        List<software.amazon.awssdk.services.ssm.model.Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : checks.required(request.names(), "names")) {
            Parameter parameter = store.here().get(ParameterStore.name(name));
            if (parameter == null) {
                invalid.add(name);
            } else {
                found.add(shown(parameter, Boolean.TRUE.equals(request.withDecryption())));
            }
        }
        return GetParametersResponse.builder().parameters(found).invalidParameters(invalid).build();
    }

    private static software.amazon.awssdk.services.ssm.model.Parameter shown(Parameter one, boolean decrypted) {
        boolean secret = one.type().equals("SecureString");
        return software.amazon.awssdk.services.ssm.model.Parameter.builder().name(one.name()).arn(one.arn()).type(one.type())
                .value(secret && !decrypted ? "AQICAHencrypted" : one.value()).version(one.version()).lastModifiedDate(one.changed())
                .dataType("text").build();
    }

    @Override
    public DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
        List<ParameterMetadata> found = store.here().values().stream()
                .filter(one -> request.parameterFilters().stream().allMatch(filter -> passes(one, filter)))
                .map(one -> ParameterMetadata.builder().name(one.name()).arn(one.arn()).type(one.type()).keyId(one.key())
                        .version(one.version()).lastModifiedDate(one.changed()).lastModifiedUser(one.by()).tier(one.tier())
                        .dataType("text").build())
                .toList();
        Page<ParameterMetadata> page = Page.of(found, request.nextToken(),
                checks.within(request.maxResults(), "maxResults", 1, 50, 10),
                () -> InvalidNextTokenException.builder().message("Invalid NextToken.").build());
        return DescribeParametersResponse.builder().parameters(page.items()).nextToken(page.next()).build();
    }

    private static boolean passes(Parameter one, ParameterStringFilter filter) {
        String option = filter.option() == null ? "Equals" : filter.option();
        String text = switch (filter.key()) {
            case "Name", "Path" -> one.name();
            case "Type" -> one.type();
            case "KeyId" -> String.valueOf(one.key());
            case "Tier" -> one.tier();
            default -> throw software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException.builder()
                    .message("The following filter key is not valid: " + filter.key()).build();
        };
        return filter.values().stream().anyMatch(value -> switch (option) {
            case "BeginsWith", "Recursive" -> text.startsWith(value);
            case "Contains" -> text.contains(value);
            default -> text.equals(value);
        });
    }

    @Override
    public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
        Parameter gone = store.here().remove(checks.required(request.name(), "name"));
        if (gone == null) {
            throw ParameterNotFoundException.builder().message("Parameter " + request.name() + " not found.").build();
        }
        world.ledger().add(gone.arn(), Map.of("deleted", true));
        return DeleteParameterResponse.builder().build();
    }
}
