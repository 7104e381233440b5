/**
 * Deploying a service of Amazon ECS: an order, a plan that changes nothing, one task definition, one UpdateService, and a
 * verdict from the very deployment that it began.
 */
package io.jenkins.plugins.ecsrelease.engine.service;
