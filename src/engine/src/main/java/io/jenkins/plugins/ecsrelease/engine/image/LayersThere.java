package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;
import java.util.Set;

/** Which of these layers and configurations a repository has already. */
public record LayersThere(String repository, List<String> digests) implements Question<Set<String>> {}
