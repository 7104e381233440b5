package io.jenkins.plugins.ecsrelease.engine.image;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one kind of builder is told, as lines of a POSIX shell. Values are quoted into them; there is no secret among them:
 * secrets are named by the variable or the file that holds them.
 */
abstract class BuilderLines {

    final Commission commission;
    final ImageOrder order;
    final Recipe recipe;

    BuilderLines(Commission commission) {
        this.commission = commission;
        this.order = commission.order();
        this.recipe = order.recipe();
    }

    /** Says which it is, and refuses what it cannot do. */
    abstract String ready();

    /** Ends with the exit code of the build. */
    abstract String build();

    /** Leaves the digest that was pushed in {@code $dir/digest}, or ends the script. */
    abstract String push();

    boolean several() {
        return recipe.platforms().size() > 1;
    }

    boolean loopback() {
        return commission.site().loopback();
    }

    /** "'host/repository:tag'". */
    String image() {
        return quoted(commission.image());
    }

    /** Flags that docker, buildah and podman share. */
    String shared() {
        List<String> flags = new ArrayList<>(List.of("--file \"$dockerfile\""));
        if (!recipe.target().isEmpty()) {
            flags.add("--target " + quoted(recipe.target()));
        }
        recipe.args().forEach((name, value) -> flags.add("--build-arg " + quoted(name + "=" + value)));
        for (Map.Entry<String, String> label : Labels.of(order).entrySet()) {
            flags.add("--label " + quoted(label.getKey() + "=" + label.getValue()));
        }
        if (!recipe.platforms().isEmpty()) {
            flags.add("--platform " + quoted(String.join(",", recipe.platforms())));
        }
        return String.join(" ", flags);
    }

    String secrets() {
        StringBuilder flags = new StringBuilder();
        for (BuildSecret secret : recipe.secrets()) {
            flags.append(" --secret ").append(secret.variable().isEmpty()
                    ? quoted("id=" + secret.id() + ",src=" + secret.file())
                    : quoted("id=" + secret.id() + ",env=" + secret.variable()));
        }
        return flags.toString();
    }

}
