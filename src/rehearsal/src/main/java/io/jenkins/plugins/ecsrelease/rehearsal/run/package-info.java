/** One build of the rehearsal: its job, its record on disk, its flow graph and what Jenkins would offer its steps. */
package io.jenkins.plugins.ecsrelease.rehearsal.run;
