/** What the image steps take beside plain values: secrets, scan policies, accepted findings, another registry. */
package io.jenkins.plugins.ecsrelease.steps.image;
