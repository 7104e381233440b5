package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersResponse;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;

/** Providers of OpenID Connect tokens. */
final class Providers extends Room {

    Providers(World world) {
        super(world);
    }

    @Override
    public CreateOpenIdConnectProviderResponse createOpenIDConnectProvider(CreateOpenIdConnectProviderRequest request) {
        String url = checks.required(request.url(), "url");
        if (!url.matches("https://[^\\s?#]+")) {
            throw InvalidInputException.builder().message("Invalid Open ID Connect Provider URL").build();
        }
        String issuer = url.substring("https://".length());
        String arn = arn("oidc-provider", "/", issuer);
        if (account().providers.containsKey(arn)) {
            throw exists("Provider with url " + url + " already exists.");
        }
        account().providers.put(arn, new Provider(arn, issuer, List.copyOf(request.clientIDList()),
                List.copyOf(request.thumbprintList()), world.time().now()));
        changed(arn, Map.of("url", url));
        return CreateOpenIdConnectProviderResponse.builder().openIDConnectProviderArn(arn).build();
    }

    @Override
    public GetOpenIdConnectProviderResponse getOpenIDConnectProvider(GetOpenIdConnectProviderRequest request) {
        Provider provider = provider(request.openIDConnectProviderArn());
        return GetOpenIdConnectProviderResponse.builder().url(provider.url()).clientIDList(provider.clientIds())
                .thumbprintList(provider.thumbprints()).createDate(provider.created()).build();
    }

    @Override
    public ListOpenIdConnectProvidersResponse listOpenIDConnectProviders(ListOpenIdConnectProvidersRequest request) {
        return ListOpenIdConnectProvidersResponse.builder().openIDConnectProviderList(account().providers.keySet().stream()
                .map(arn -> OpenIDConnectProviderListEntry.builder().arn(arn).build()).toList()).build();
    }

    @Override
    public DeleteOpenIdConnectProviderResponse deleteOpenIDConnectProvider(DeleteOpenIdConnectProviderRequest request) {
        Provider provider = provider(request.openIDConnectProviderArn());
        account().providers.remove(provider.arn());
        changed(provider.arn(), Map.of("url", provider.url()));
        return DeleteOpenIdConnectProviderResponse.builder().build();
    }

    private Provider provider(String arn) {
        Provider provider = account().providers.get(checks.required(arn, "openIDConnectProviderArn"));
        if (provider == null) {
            throw absent("OpenIDConnect Provider not found for arn " + arn);
        }
        return provider;
    }
}
