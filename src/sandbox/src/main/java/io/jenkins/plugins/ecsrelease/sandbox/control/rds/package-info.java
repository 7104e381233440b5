/** Relational databases: Aurora clusters, instances, snapshots of both, proxies. Nothing is stored in them; they take their time. */
package io.jenkins.plugins.ecsrelease.sandbox.control.rds;
