package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryScanningConfiguration;

/** DescribeRepositories, BatchGetRepositoryScanningConfiguration and what the tags hold. */
final class RepositoryStateLoader implements Loader<RepositoryState, RepositoryState.Found> {

    @Override
    public Class<RepositoryState> question() {
        return RepositoryState.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<RepositoryState, Answer<RepositoryState.Found>> load(Tools tools, Set<RepositoryState> questions)
            throws IOException {
        RepositoryState asked = questions.iterator().next();
        EcrClient ecr = tools.client(EcrClient.class);
        Repository found;
        try {
            found = ecr.describeRepositories(ask -> ask.repositoryNames(asked.name())).repositories().get(0);
        } catch (RepositoryNotFoundException e) {
            return Map.of(asked, Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, missing(asked.name(), tools))));
        }
        List<RepositoryScanningConfiguration> scanning = ecr.batchGetRepositoryScanningConfiguration(
                        ask -> ask.repositoryNames(asked.name()))
                .scanningConfigurations();
        Site site = new Site(
                found.repositoryUri(), found.repositoryArn(),
                scanning.isEmpty() ? "MANUAL" : String.valueOf(scanning.get(0).scanFrequencyAsString()));
        List<RepositoryState.Held> held = new ArrayList<>();
        Stored stored = new Stored(tools, asked.name());
        for (String tag : asked.tags()) {
            Optional<Stored.Text> image = stored.manifest(tag);
            if (image.isPresent()) {
                held.add(held(stored, tag, image.get()));
            }
        }
        List<String> exclusions = found.imageTagMutabilityExclusionFilters().stream()
                .map(ImageTagMutabilityExclusionFilter::filter)
                .toList();
        return Map.of(asked, Answer.known(new RepositoryState.Found(
                site, String.valueOf(found.imageTagMutabilityAsString()), exclusions, List.copyOf(held))));
    }

    private static RepositoryState.Held held(Stored stored, String tag, Stored.Text image) throws IOException {
        Manifest manifest = image.read();
        for (Manifest.Part child : manifest.children()) {
            if (!child.attestation()) {
                Optional<Stored.Text> first = stored.manifest(child.digest());
                if (first.isPresent()) {
                    manifest = first.get().read();
                    break;
                }
            }
        }
        JsonNode labels = manifest.isIndex()
                ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                : stored.config(manifest).path("config").path("Labels");
        return new RepositoryState.Held(
                tag, image.digest(), labels.path(Labels.REVISION).asText(""), labels.path(Labels.INPUTS).asText(""));
    }

    /** Says how to make it with no more than is needed. */
    static String missing(String name, Tools tools) {
        String region = tools.identity().region();
        return "There is no repository '" + name + "' in ECR of " + region + ". Create it once, by someone who may call"
                + " ecr:CreateRepository on it: aws ecr create-repository --region " + region + " --repository-name "
                + name + " --image-tag-mutability IMMUTABLE_WITH_EXCLUSION --image-tag-mutability-exclusion-filters"
                + " filterType=WILDCARD,filter='env-*' --image-scanning-configuration scanOnPush=true. Or name another"
                + " repository, region or account.";
    }
}
