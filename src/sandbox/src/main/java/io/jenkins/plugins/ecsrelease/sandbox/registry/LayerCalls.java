package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecr.model.*;

/** The way to layers: tokens for the registry's other door, which layers are there, where they can be read. */
final class LayerCalls {

    private final Here here;
    private final Tokens tokens;
    private final Downloads downloads;

    LayerCalls(World world) {
        here = new Here(world);
        tokens = world.part(Tokens.class);
        downloads = world.part(Downloads.class);
    }

    GetAuthorizationTokenResponse token() {
        Call call = Call.current();
        String host = here.repositories.host(call.account(), call.region());
        return GetAuthorizationTokenResponse.builder()
                .authorizationData(AuthorizationData.builder()
                        .authorizationToken(tokens.issue(call.account(), call.region(), call.principal(), call.keyId()))
                        .expiresAt(tokens.expiry())
                        .proxyEndpoint((host.endsWith(".amazonaws.com") ? "https://" : "http://") + host)
                        .build())
                .build();
    }

    BatchCheckLayerAvailabilityResponse availability(BatchCheckLayerAvailabilityRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        List<Layer> layers = new ArrayList<>();
        List<LayerFailure> failures = new ArrayList<>();
        for (String digest : request.layerDigests()) {
            if (!Digest.is(digest)) {
                failures.add(LayerFailure.builder()
                        .layerDigest(digest)
                        .failureCode("InvalidLayerDigest")
                        .failureReason("Invalid layer digest")
                        .build());
            } else if (repository.blobs.contains(digest)) {
                layers.add(Layer.builder()
                        .layerDigest(digest)
                        .layerAvailability("AVAILABLE")
                        .layerSize(here.repositories.blobs.size(digest))
                        .build());
            } else {
                layers.add(Layer.builder().layerDigest(digest).layerAvailability("UNAVAILABLE").build());
            }
        }
        return BatchCheckLayerAvailabilityResponse.builder().layers(layers).failures(failures).build();
    }

    GetDownloadUrlForLayerResponse url(GetDownloadUrlForLayerRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        if (!repository.blobs.contains(request.layerDigest())) {
            throw LayersNotFoundException.builder()
                    .message("The layer with digest '" + request.layerDigest()
                            + "' does not exist in the repository with name '" + repository.name
                            + "' in the registry with id '" + repository.account + "'")
                    .build();
        }
        return GetDownloadUrlForLayerResponse.builder()
                .downloadUrl(downloads.url(request.layerDigest()))
                .layerDigest(request.layerDigest())
                .build();
    }
}
