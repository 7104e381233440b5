package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;

/** What other services ask about alarms. */
public final class AlarmStates {

    private final World world;

    AlarmStates(World world) {
        this.world = world;
    }

    /**
     * @param beside an ARN in the region and account of the alarm
     */
    public boolean isInAlarm(String beside, String name) {
        return world.part(Faults.class).strike(Fault.Kind.ALARM, name).isPresent();
    }
}
