package io.jenkins.plugins.ecsrelease.engine.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Hostile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Build scripts made of hostile values, run by a real shell with a builder that only writes down what it was given. */
public class HostileBuildTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private int refused;
    private int ran;

    @Test
    public void everyValueReachesTheBuilderAsItIsAndRunsNothing() throws Exception {
        Path root = folder.getRoot().toPath();
        Path bin = Files.createDirectory(root.resolve("bin"));
        for (String builder : Recipe.BUILDERS) {
            Path stub = Files.writeString(bin.resolve(builder), "#!/bin/sh\nfor a; do printf '%s\\0' \"$a\"; done >>\"$RECORDED\"\nexit 0\n");
            Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String text : Hostile.TEXTS) {
            if (text.length() > 100_000) {
                continue; // no kernel takes longer arguments
            }
            for (String builder : Recipe.BUILDERS.subList(ran % 2 * 2, ran % 2 * 2 + 2)) {
                Recipe recipe = recipe(text, builder);
                if (recipe != null) {
                    build(root, bin, recipe, text);
                }
            }
        }
        try (Stream<Path> files = Files.walk(root)) {
            assertEquals("a shell ran one of them", List.of(), files.filter(each -> each.getFileName().toString().contains(Hostile.CANARY)).toList());
        }
        assertTrue(refused + " " + ran, ran > 100);
        System.out.println("Hostile build scripts: " + ran + " run, " + refused + " values refused; 0 ran anything of their own.");
    }

    /** With the text wherever it is not refused. */
    private Recipe recipe(String text, String builder) {
        Recipe recipe = new Recipe("Dockerfile", ".", "", Map.of(), List.of(), Map.of(), List.of(), builder, List.of(), "", -1);
        List<java.util.function.UnaryOperator<Recipe>> ways = List.of(
                one -> new Recipe(one.dockerfile(), one.context(), text, one.args(), one.secrets(), one.labels(), one.platforms(), builder, one.cacheFrom(), one.cacheTo(), -1),
                one -> new Recipe(one.dockerfile(), one.context(), one.target(), Map.of("ARG", text), one.secrets(), one.labels(), one.platforms(), builder, one.cacheFrom(), one.cacheTo(), -1),
                one -> new Recipe(one.dockerfile(), one.context(), one.target(), one.args(), one.secrets(), Map.of(text, text), one.platforms(), builder, one.cacheFrom(), one.cacheTo(), -1),
                one -> new Recipe(one.dockerfile(), one.context(), one.target(), one.args(), one.secrets(), one.labels(), one.platforms(), builder, List.of(text), text, -1),
                one -> new Recipe(one.dockerfile(), one.context(), one.target(), one.args(), List.of(new BuildSecret("s", "", text)), one.labels(), one.platforms(), builder, one.cacheFrom(), one.cacheTo(), -1),
                one -> new Recipe(one.dockerfile(), one.context(), one.target(), Map.of(text, "v"), one.secrets(), one.labels(), one.platforms(), builder, one.cacheFrom(), one.cacheTo(), -1),
                one -> new Recipe(one.dockerfile(), one.context(), one.target(), one.args(), one.secrets(), one.labels(), List.of(text), builder, one.cacheFrom(), one.cacheTo(), -1));
        boolean any = false;
        for (java.util.function.UnaryOperator<Recipe> way : ways) {
            try {
                recipe = way.apply(recipe);
                any = true;
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        return any ? recipe : null;
    }

    private void build(Path root, Path bin, Recipe recipe, String text) throws IOException, InterruptedException {
        Path workspace = Files.createDirectories(root.resolve("ws " + ran));
        Path directory = Files.createDirectories(root.resolve("control-" + ran));
        Path recorded = root.resolve("recorded-" + ran++);
        Files.writeString(workspace.resolve("Dockerfile"), "FROM scratch\n");
        Files.writeString(directory.resolve("credential.json"), "{\"Secret\":\"x\"}");
        ImageOrder order = new ImageOrder("build", workspace.toString(), withoutFiles(recipe), "shop", List.of("one"), "commit", text, text, true, false, null, 0);
        Commission commission = new Commission(order, new Site("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop", "arn", ""), Instant.MAX);
        // Through the process table a NUL ends an argument, whoever passes it.
        Path script = Files.write(directory.resolve("script.sh"), new Scripts(commission).build().getBytes(StandardCharsets.UTF_8));
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).directory(workspace.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().put("ECS_RELEASE_DIR", directory.toString());
        builder.environment().put("RECORDED", recorded.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        String given = Files.exists(recorded) ? Files.readString(recorded) : "";
        if (text.indexOf('\u0000') < 0 && !text.contains("\ud800") && text.length() < 30_000 && recipe.args().containsKey("ARG") && !given.isEmpty()) {
            assertTrue(recipe.builder() + " got something else than " + text + ": " + given.replace('\0', '|') + Files.readString(directory.resolve("log")),
                    given.contains("ARG=" + text + "\0"));
        }
    }

    /** A secret's file is not there, and the script rightly stops at that: it was tried as such; the rest goes on without. */
    private static Recipe withoutFiles(Recipe one) {
        return new Recipe(one.dockerfile(), one.context(), one.target(), one.args(), new ArrayList<>(), one.labels(), one.platforms(), one.builder(), one.cacheFrom(), one.cacheTo(), -1);
    }
}
