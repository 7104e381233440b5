package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Engine;
import io.jenkins.plugins.ecsrelease.engine.run.Follower;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import io.jenkins.plugins.ecsrelease.steps.agent.AgentPrograms;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** A host in a process of its own, to be killed: opens one build and follows it until it is. */
public final class HostMain {

    private HostMain() {}

    /** @param args endpoint, directory of journals, workspace */
    public static void main(String[] args) throws Exception {
        Engine engine = Engine.builder()
                .journals(Path.of(args[1]))
                .clients(AwsClients.builder().endpoint(URI.create(args[0])).build())
                .operations(Operations.all())
                .build();
        engine.open("b1", new ImageOperation(), order(args[2]), new Identity(Workbench.REGION, World.ACCOUNT, "", "", "test"), Map.of());
        engine.follow("b1", new Follower() {
            @Override
            public boolean alive() {
                return true;
            }

            @Override
            public AwsCredentialsProvider credentials(Identity identity) {
                return Workbench.credentials(identity.credentialsId());
            }

            @Override
            public Detached agent(Detached.Place.Agent place) {
                return new AgentPrograms(
                        new FilePath(new File(place.directory())), new Launcher.LocalLauncher(TaskListener.NULL), new EnvVars(), java.util.Set.of(),
                        TaskListener.NULL);
            }

            @Override
            public void say(String line) {
                System.out.println(line);
            }

            @Override
            public void output(byte[] bytes) {
                System.out.write(bytes, 0, bytes.length);
                System.out.flush();
            }

            @Override
            public Path archive() {
                return Path.of(args[1]).resolve("archive");
            }

            @Override
            public void ended(Outcome outcome) {
                System.out.println("ENDED " + outcome.verdict());
            }
        });
        Thread.currentThread().join();
    }

    static ImageOrder order(String workspace) {
        return new ImageOrder(
                "b1", workspace, Recipe.of(".").builtBy("buildah"), "shop/web", List.of("v1"), "", "", "", true, false,
                ScanPolicy.none("not here"), 600);
    }
}
