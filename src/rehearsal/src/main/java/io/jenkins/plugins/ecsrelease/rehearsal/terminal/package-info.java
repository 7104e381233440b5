/** What a person sees and says while a rehearsal runs. */
package io.jenkins.plugins.ecsrelease.rehearsal.terminal;
