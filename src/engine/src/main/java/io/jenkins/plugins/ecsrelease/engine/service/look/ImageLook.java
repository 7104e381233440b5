package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * An image in Amazon ECR and, where it is an index, the manifests of its platforms (BatchGetImage).
 *
 * @param reference by digest
 */
public record ImageLook(String reference) implements Question<KnownImage> {}
