/** What the acting identity must be allowed: the policies that are shipped, and whether AWS says that it is. */
package io.jenkins.plugins.ecsrelease.engine.permission;
