package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives an image an environment's tag. Within a repository only a tag is put; to another repository, region or account the
 * layers and manifests that are missing there are copied, with the children of an index and all that is about them: what
 * refers to them, and what cosign keeps under tags of their digests.
 */
public final class PromoteOperation implements Operation<PromoteOrder> {

    @Override
    public String kind() {
        return "promote";
    }

    @Override
    public int schema() {
        return 1;
    }

    @Override
    public Class<PromoteOrder> order() {
        return PromoteOrder.class;
    }

    @Override
    public Phase begin(PromoteOrder order) {
        return new PromotePlan(order, null, "");
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        Map<String, Class<? extends Phase>> phases = new LinkedHashMap<>();
        phases.put("plan", PromotePlan.class);
        phases.put("compare", CompareLayers.class);
        phases.put("layer", CopyLayer.class);
        phases.put("manifest", PutManifest.class);
        phases.put("confirm", ConfirmTag.class);
        return phases;
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new SourceTreeLoader(), new RepositoryStateLoader(), new LayersThereLoader(), new ProofsThereLoader(),
                new TagAtLoader(), new ImageProofsLoader());
    }
}
