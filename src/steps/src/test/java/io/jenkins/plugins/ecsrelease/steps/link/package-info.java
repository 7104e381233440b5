/**
 * The link check: everything that goes into the plugin, and the slice it is compiled against, held against the
 * signatures of the real Jenkins. What cannot be resolved is a fault; nothing is skipped.
 */
package io.jenkins.plugins.ecsrelease.steps.link;
