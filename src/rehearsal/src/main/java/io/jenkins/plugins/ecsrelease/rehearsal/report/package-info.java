/** The report of a rehearsal: one HTML file that needs nothing else. */
package io.jenkins.plugins.ecsrelease.rehearsal.report;
