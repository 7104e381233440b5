/** What the database operations ask AWS, and what reads it. */
package io.jenkins.plugins.ecsrelease.engine.database.look;
