/** What a release does to the database: a snapshot that is there when it is needed, a migration whose result is known. */
package io.jenkins.plugins.ecsrelease.engine.database;
