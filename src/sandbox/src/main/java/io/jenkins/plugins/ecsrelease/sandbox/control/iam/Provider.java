package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import java.time.Instant;
import java.util.List;

/**
 * An OpenID Connect provider whose tokens STS takes.
 *
 * @param url the issuer without its scheme
 */
record Provider(String arn, String url, List<String> clientIds, List<String> thumbprints, Instant created) {}
