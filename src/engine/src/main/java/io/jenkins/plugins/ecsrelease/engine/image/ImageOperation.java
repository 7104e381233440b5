package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.process.TailLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds an image on the agent, pushes it, reads its digest back, and waits for its scan. An image of the same commit that
 * is there already is used instead.
 *
 * <p>The programs on the agent outlive the host; after a restart they are found by their names and followed on.
 */
public final class ImageOperation implements Operation<ImageOrder> {

    @Override
    public String kind() {
        return "image";
    }

    @Override
    public int schema() {
        return 1;
    }

    @Override
    public Class<ImageOrder> order() {
        return ImageOrder.class;
    }

    @Override
    public Phase begin(ImageOrder order) {
        return new Preflight(order, null);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        Map<String, Class<? extends Phase>> phases = new LinkedHashMap<>();
        phases.put("preflight", Preflight.class);
        phases.put("start", StartProgram.class);
        phases.put("follow", FollowProgram.class);
        phases.put("login", RenewLogin.class);
        phases.put("stop", StopProgram.class);
        phases.put("clean-up", CleanUp.class);
        phases.put("read-back", ReadBack.class);
        phases.put("inspect", Inspect.class);
        phases.put("scan", ScanGate.class);
        phases.put("start-scan", StartScan.class);
        phases.put("tags", PutTags.class);
        return phases;
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new RepositoryStateLoader(), new TailLoader(), new TagAtLoader(), new ImageContentsLoader(),
                new ScanReportLoader(), new LayersThereLoader());
    }
}
