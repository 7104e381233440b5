package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Amazon EC2's networks in the sandbox. */
public final class Ec2Handlers implements Handlers {

    @Override
    public Class<?> client() {
        return Ec2Client.class;
    }

    @Override
    public Object in(World world) {
        return world.part(Ec2.class);
    }
}
