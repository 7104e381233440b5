package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;

/** What other services ask about alarms. */
public final class AlarmStates {

    private final Alarms alarms;

    AlarmStates(World world) {
        alarms = world.part(Alarms.class);
    }

    /**
     * @param beside an ARN in the region and account of the alarm
     */
    public boolean isInAlarm(String beside, String name) {
        return "ALARM".equals(alarms.stateOf(Arns.region(beside) + " " + Arns.account(beside), name));
    }
}
