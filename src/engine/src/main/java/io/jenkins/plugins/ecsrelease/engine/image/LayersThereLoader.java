package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Layer;

/** BatchCheckLayerAvailability, a hundred layers a call. */
final class LayersThereLoader implements Loader<LayersThere, Set<String>> {

    private static final int MOST = 100;

    @Override
    public Class<LayersThere> question() {
        return LayersThere.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<LayersThere, Answer<Set<String>>> load(Tools tools, Set<LayersThere> questions) {
        LayersThere asked = questions.iterator().next();
        Set<String> there = new HashSet<>();
        for (int from = 0; from < asked.digests().size(); from += MOST) {
            List<String> part = asked.digests().subList(from, Math.min(asked.digests().size(), from + MOST));
            tools.client(EcrClient.class)
                    .batchCheckLayerAvailability(check -> check.repositoryName(asked.repository()).layerDigests(part))
                    .layers()
                    .stream()
                    .filter(layer -> "AVAILABLE".equals(layer.layerAvailabilityAsString()))
                    .map(Layer::layerDigest)
                    .forEach(there::add);
        }
        return Map.of(asked, Answer.known(Set.copyOf(there)));
    }
}
