/** What people see of releases in Jenkins: pages read from the journals, which stay the only record. */
package io.jenkins.plugins.ecsrelease.steps.page;
