// The embedded store as a process of its own: stands in for Redis on machines that have none. Arguments are the store's.
using System.Runtime.InteropServices;
using Garnet;

using var stop = new ManualResetEventSlim();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Set();
});
using var server = new GarnetServer(args);
server.Start();
Console.WriteLine("the stand-in store serves");
stop.Wait();
