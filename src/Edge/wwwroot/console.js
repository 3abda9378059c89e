// Any edge may take the next connection, so it goes straight to a socket: there is nothing to agree upon beforehand at one edge only.
Blazor.start({
    circuit: {
        configureSignalR: builder => builder.withUrl('_blazor', { skipNegotiation: true, transport: 1 }),
        // Where the page lived is gone with its edge: it is made anew at another, from its address, which says what it shows.
        reconnectionHandler: {
            onConnectionDown: () => reconnect(),
            onConnectionUp: () => document.body.classList.remove('agw-away'),
        },
    },
});

async function reconnect() {
    document.body.classList.add('agw-away');
    for (let wait = 250; ; wait = Math.min(wait * 2, 5000)) {
        try {
            if (await Blazor.reconnect()) {
                document.body.classList.remove('agw-away');
                return;
            }
            location.reload();
            return;
        } catch {
            await new Promise(done => setTimeout(done, wait));
        }
    }
}

window.aigateway = {
    remember: (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; },
};
