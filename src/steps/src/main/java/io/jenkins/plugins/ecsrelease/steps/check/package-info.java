/** The checks of ecsBlueGreen as nested describables, each with a symbol. */
package io.jenkins.plugins.ecsrelease.steps.check;
