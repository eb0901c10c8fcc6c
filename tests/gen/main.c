/* rung-gen: turns a scenario script into a capture; the same script always gives the same bytes. */
#include <stdio.h>

#include "tests/gen/play.h"
#include "tests/gen/words.h"

struct options {
    const char *script, *out;
    bool tcp, v6;
    unsigned vlan, mtu; /* 0: as the script says */
};

static int usage(void)
{
    fputs("usage: rung-gen [--tcp] [--v6] [--vlan N] [--mtu N] SCENARIO.flow OUT.pcap\n"
          "The language of scenarios is described in docs/how-to-add-a-sample.md.\n",
          stderr);
    return 2;
}

static bool options_parse(struct options *o, int argc, char **argv)
{
    *o = (struct options){ 0 };
    for (int i = 1; i < argc; i++) {
        struct slice arg = slice_of(argv[i]), value = slice_of(i + 1 < argc ? argv[i + 1] : "");
        bool number = false, ok = true;
        if (slice_eq(arg, SLICE("--tcp")))
            o->tcp = true;
        else if (slice_eq(arg, SLICE("--v6")))
            o->v6 = true;
        else if (slice_eq(arg, SLICE("--vlan")))
            number = true, ok = words_number(value, 4094, &o->vlan);
        else if (slice_eq(arg, SLICE("--mtu")))
            number = true, ok = words_number(value, 9000, &o->mtu) && o->mtu >= 100;
        else if (arg.n && arg.p[0] == '-')
            ok = false;
        else if (!o->script)
            o->script = argv[i];
        else if (!o->out)
            o->out = argv[i];
        else
            ok = false;
        if (!ok)
            return false;
        i += number;
    }
    return o->out != NULL;
}

static int generate(const struct options *o, struct err *err)
{
    struct script script;
    struct scene scene;
    struct wire wire;
    int rc = script_open(&script, o->script, err);
    if (rc)
        return rc;
    scene_init(&scene, &script, o->tcp || script.tcp, o->v6 || script.v6);
    wire_init(&wire, o->mtu ? o->mtu : script.mtu, o->vlan ? o->vlan : script.vlan);
    rc = play_script(&scene, &wire, err);
    if (!rc)
        rc = wire_save(&wire, o->out, err);
    wire_fini(&wire);
    scene_fini(&scene);
    script_close(&script);
    return rc;
}

int main(int argc, char **argv)
{
    struct options o;
    struct err err = { "" };
    if (!options_parse(&o, argc, argv))
        return usage();
    if (generate(&o, &err)) {
        fprintf(stderr, "rung-gen: %s\n", err.text);
        return 1;
    }
    return 0;
}
